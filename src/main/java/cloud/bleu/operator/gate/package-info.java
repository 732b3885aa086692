/**
 * Keeps the gates of governed namespaces and the orders for delivery to the decisions in force.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.gate;
