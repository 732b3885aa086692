/**
 * In which order workloads move, where each lands, and what must still be there to go back.
 *
 * <p>It may import {@code api.v1alpha1}, {@code assess}, {@code assess.dependency}, {@code
 * assess.draft}, {@code assess.model}, {@code credential}, {@code placement}, {@code
 * placement.catalogue}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.message}, {@code placement.model}, {@code placement.simulation}, {@code translate},
 * {@code translate.finding}, {@code translate.manifest}, {@code translate.object}, {@code
 * translate.policy}, {@code translate.workload}, {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.wave;
