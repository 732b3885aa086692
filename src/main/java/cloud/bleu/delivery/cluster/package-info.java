/**
 * The objects of workloads in one Kubernetes cluster: which are ours, what they say, whether they
 * still say what was applied, and how they are written. The budget and the egress policy, which a
 * cluster has once.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.cluster;
