package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;

/**
 * By which something that was handed over is found.
 *
 * @param what of the workload it is about; empty for the workload itself
 */
record HandedOverKey(String namespace, String workload, String what) {

  /** That of a workload itself. */
  static HandedOverKey of(BleuWorkload workload) {
    return of(workload, "");
  }

  /** That of something of a workload. */
  static HandedOverKey of(BleuWorkload workload, String what) {
    return new HandedOverKey(
        workload.getMetadata().getNamespace(), workload.getMetadata().getName(), what);
  }

  /** That of its workload itself. */
  HandedOverKey whole() {
    return new HandedOverKey(namespace, workload, "");
  }
}
