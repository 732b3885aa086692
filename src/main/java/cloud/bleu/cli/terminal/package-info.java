/**
 * The world outside of a verb: streams, width, tables, formats, exit codes, refusals.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.terminal;
