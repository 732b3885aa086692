/**
 * What a PlacementGate says, which pods pass it, and which zone the pods of others get.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.gate;
