/**
 * Keeps the gates of governed namespaces and the orders for delivery to the decisions in force.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.gate;
