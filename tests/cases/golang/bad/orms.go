package users

import (
	"entgo.io/ent/dialect" // fault: orm-used

	"github.com/aarondl/sqlboiler/v4/queries"   // fault: orm-used
	"github.com/astaxie/beego/orm"              // fault: orm-used
	"github.com/beego/beego/v2/client/orm"      // fault: orm-used
	_ "github.com/go-pg/pg/v10"                 // fault: orm-used
	"github.com/go-rel/rel"                     // fault: orm-used
	"github.com/go-xorm/core"                   // fault: orm-used
	"github.com/jinzhu/gorm"                    // fault: orm-used
	db "github.com/upper/db/v4"                 // fault: orm-used
	"github.com/uptrace/bun"                    // fault: orm-used
	"github.com/volatiletech/sqlboiler/v4/boil" // fault: orm-used
	"gopkg.in/gorp.v2"                          // fault: orm-used
	"gopkg.in/reform.v1"                        // fault: orm-used
	"gorm.io/driver/postgres"                   // fault: orm-used
	"gorm.io/gorm/clause"                       // fault: orm-used
	"xorm.io/xorm"                              // fault: orm-used
)
