/**
 * MigrationPlan: what of a cluster it takes, what was found there, its waves, and its status.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code assess}, {@code
 * assess.acceptance}, {@code assess.catalogue}, {@code assess.dependency}, {@code assess.draft},
 * {@code assess.manifest}, {@code assess.model}, {@code assess.wave}, {@code credential}, {@code
 * placement.estate}, {@code placement.model}, {@code source}, {@code status}, {@code
 * translate.finding}, {@code translate.manifest}, {@code translate.object}, {@code
 * translate.policy} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.migration;
