/**
 * What is looked for, as data: findings, host names, removed versions of APIs.
 *
 * <p>It may import {@code assess.manifest}, {@code assess.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.catalogue;
