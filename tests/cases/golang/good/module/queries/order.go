package queries

// OrderBy is one of the orders that there are.
func OrderBy(newest bool) string {
	if newest {
		return " ORDER BY created_at DESC"
	}
	return " ORDER BY title"
}
