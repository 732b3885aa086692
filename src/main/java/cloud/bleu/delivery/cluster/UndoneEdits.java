package cloud.bleu.delivery.cluster;

import cloud.bleu.api.v1alpha1.BleuWorkload;

/** Is told of edits of delivered objects by somebody else, once each edit is undone. */
public interface UndoneEdits {

  /** Nobody is told. */
  UndoneEdits UNTOLD = (workload, edit) -> {};

  /**
   * Tells of one. Called on the thread that wrote, so it waits for nothing.
   *
   * @param workload whose object it is
   */
  void undone(BleuWorkload workload, ForeignEdit edit);
}
