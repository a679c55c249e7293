// Command cockroach_parser asks CockroachDB's own parser about SQL statements.
//
// It reads one statement per line, as a JSON string, and writes one answer per line, as a JSON
// object, until its input ends. The answer is {} to a statement that the parser accepts.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"

	plpgsql "github.com/cockroachdb/cockroachdb-parser/pkg/sql/plpgsql/parser"

	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/parser"
	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/pgwire/pgcode"
	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/pgwire/pgerror"
	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/scanner"
	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/sem/tree"
	"github.com/cockroachdb/errors"
)

// What a statement may take of the stack; Go's own limit is a gigabyte, which hurts a small machine.
const maxStackBytes = 256 << 20

var (
	issueNumber = regexp.MustCompile(`issue(?:-v|s)?/(\d+)`)
	// Hints that add nothing: how to ask a shell for help, and that the unimplemented is so.
	emptyHint = regexp.MustCompile(`^\s*(try \\hf? |You have attempted to use a feature that is not)`)
)

// An answer says why a statement was refused; the one to an accepted statement is empty.
type answer struct {
	Message string `json:"message,omitempty"`
	Hint    string `json:"hint,omitempty"`
	// The byte of the statement at which the parser stopped; absent where it did not tell.
	Position *int `json:"position,omitempty"`
	// The number of CockroachDB's own issue, or 0.
	Issue int    `json:"issue,omitempty"`
	State string `json:"state,omitempty"`
}

func main() {
	debug.SetMaxStack(maxStackBytes)
	if err := serve(bufio.NewReaderSize(os.Stdin, 1<<16), bufio.NewWriter(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(questions *bufio.Reader, answers *bufio.Writer) error {
	encoder := json.NewEncoder(answers)
	for {
		line, err := questions.ReadBytes('\n')
		if err == io.EOF {
			return answers.Flush()
		}
		if err != nil {
			return err
		}
		var sql string
		if err := json.Unmarshal(line, &sql); err != nil {
			return fmt.Errorf("not a JSON string: %w", err)
		}
		if err := encoder.Encode(judge(sql)); err != nil {
			return err
		}
		// Whoever sent one question waits for its answer; whoever sent many gets them together.
		if questions.Buffered() == 0 {
			if err := answers.Flush(); err != nil {
				return err
			}
		}
	}
}

// judge never fails: what the parser does not survive, a server refuses with an internal error.
func judge(sql string) (found answer) {
	defer func() {
		if problem := recover(); problem != nil {
			found = answer{Message: fmt.Sprintf("internal error: %v", problem), State: "XX000"}
		}
	}()
	statements, err := parser.Parse(sql)
	if err != nil {
		return refusal(err, sql)
	}
	for _, statement := range statements {
		if routine, ok := statement.AST.(*tree.CreateRoutine); ok {
			if err := parseBody(routine.Options); err != nil {
				return refusal(err, sql)
			}
		}
	}
	return answer{}
}

// parseBody parses what stands between the quotes of a routine, as the server does next.
func parseBody(options tree.RoutineOptions) error {
	var body string
	var language tree.RoutineLanguage
	for _, option := range options {
		switch option := option.(type) {
		case tree.RoutineBodyStr:
			body = string(option)
		case tree.RoutineLanguage:
			language = option
		}
	}
	var err error
	switch language {
	case "": // The body follows without quotes, and was parsed with the statement.
	case tree.RoutineLangSQL:
		_, err = parser.Parse(body)
	case tree.RoutineLangPLpgSQL:
		_, err = plpgsql.Parse(body)
	default:
		err = pgerror.Newf(pgcode.UndefinedObject, "language %q does not exist", string(language))
	}
	return err
}

func refusal(err error, sql string) answer {
	told := pgerror.Flatten(err)
	found := answer{Message: told.Message, State: told.Code, Hint: hint(err)}
	for _, link := range errors.GetAllIssueLinks(err) {
		if match := issueNumber.FindStringSubmatch(link.IssueURL); match != nil {
			found.Issue, _ = strconv.Atoi(match[1])
			break
		}
	}
	if at := position(errors.GetAllDetails(err), sql); at >= 0 {
		found.Position = &at
	}
	return found
}

func hint(err error) string {
	var hints []string
	for _, hint := range errors.GetAllHints(err) {
		if !emptyHint.MatchString(hint) {
			hints = append(hints, strings.TrimSpace(hint))
		}
	}
	return strings.Join(hints, " ")
}

// position finds the byte at which the parser stopped, or -1. The parser tells it only as a picture:
// the statement from its first token to the end of the line in question, and a caret below that.
func position(details []string, sql string) int {
	// The outermost one, which comes last, shows the text as it stands in the statement.
	for at := len(details) - 1; at >= 0; at-- {
		source, ok := strings.CutPrefix(details[at], "source SQL:\n")
		end := strings.LastIndexByte(source, '\n')
		if !ok || end < 0 {
			continue
		}
		caret := len(source) - end - len("\n^")
		source = source[:end]
		if start := find(source, sql); start >= 0 {
			return start + strings.LastIndexByte(source, '\n') + 1 + caret
		}
	}
	return -1
}

// find returns where the source stands: at the first token of a statement, or else in a body. It is
// not there if the quotes of the body are doubled or escaped.
func find(source, sql string) int {
	for _, start := range starts(sql) {
		if strings.HasPrefix(sql[start:], source) {
			return start
		}
	}
	return strings.Index(sql, source)
}

// starts lists the bytes at which statements begin: their first tokens, behind comments.
func starts(sql string) []int {
	var found []int
	first := true
	for _, token := range scanner.Inspect(sql) {
		isEnd := token.ID == ';'
		if first && !isEnd {
			found = append(found, int(token.Start))
		}
		first = isEnd
	}
	return found
}
