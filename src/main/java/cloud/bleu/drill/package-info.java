/**
 * ResilienceDrill: the loss that it simulates, when it runs, and its status, computed from what a
 * run found. It knows neither files nor a cluster, and no clock.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.drill;
