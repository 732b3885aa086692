/**
 * Reads what the options name: manifests, or a cluster with the rights of the user.
 *
 * <p>It may import {@code api.v1alpha1}, {@code assess.catalogue}, {@code cli.draft}, {@code
 * cli.option}, {@code cli.terminal}, {@code credential}, {@code delivery.zone}, {@code drill},
 * {@code evidence.assessment}, {@code evidence.chain}, {@code ledger}, {@code migration}, {@code
 * placement.estate}, {@code placement.model}, {@code standing}, {@code status}, {@code
 * status.served}, {@code time}, {@code translate}, {@code translate.finding}, {@code
 * translate.manifest}, {@code translate.object}, {@code translate.pod}, {@code translate.policy},
 * {@code translate.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.input;
