/**
 * The program and its verbs, one file per verb. Results go to standard output, everything else to
 * standard error.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli;
