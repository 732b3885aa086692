/**
 * Asks a controller to look at one of its objects, and tells which changes can change a decision.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.trigger;
