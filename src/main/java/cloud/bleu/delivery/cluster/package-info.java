/**
 * The objects of workloads in one Kubernetes cluster: which are ours, what they say, whether they
 * still say what was applied, and how they are written. The budget and the egress policy, which a
 * cluster has once.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code
 * delivery.manifest}, {@code delivery.zone}, {@code time} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.cluster;
