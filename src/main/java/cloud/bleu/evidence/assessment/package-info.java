/**
 * The answers of the rules for every workload, and the requirements of SecNumCloud that they
 * serve.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.assessment;
