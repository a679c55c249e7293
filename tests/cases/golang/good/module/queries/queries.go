package queries

// Columns of a product.
const Columns = "id, title"

const GetProduct = "SELECT " + Columns + " FROM products WHERE id = $1" // query: GetProduct SELECT id, title FROM products WHERE id = $1
