/**
 * What a PlacementGate says, which pods pass it, and which zone the pods of others get. What
 * refuses a pod that it does not let pass are the admission policies in {@code
 * helm/bleu/templates/admission}: the API server asks them, and no class of the operator.
 *
 * <p>It may import {@code admission}, {@code affinity}, {@code api.v1alpha1}, {@code
 * delivery.manifest} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.gate;
