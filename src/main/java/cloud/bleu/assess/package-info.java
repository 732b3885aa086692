/**
 * What stands in the way of moving workloads to a target, read from manifests one document at a
 * time.
 *
 * <p>It may import {@code assess.acceptance}, {@code assess.catalogue}, {@code assess.check},
 * {@code assess.dependency}, {@code assess.manifest}, {@code assess.model}, {@code
 * translate.finding}, {@code translate.manifest} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess;
