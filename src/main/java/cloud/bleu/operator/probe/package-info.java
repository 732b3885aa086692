/**
 * What the operator asks zones over the network, where it may: probes, each bounded by its own
 * time, and what came of them. It knows neither decisions nor the placement loop.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.probe;
