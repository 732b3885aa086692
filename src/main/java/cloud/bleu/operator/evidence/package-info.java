/**
 * Records passes to a directory, signs heads of the chain and sends them out.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.evidence;
