/**
 * A plan for people and for programs, and what the codes in it mean.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.plan;
