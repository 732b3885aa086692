/**
 * AvailabilityZone to a place, with what is seen of its nodes.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.zone;
