package cloud.bleu.operator.reconciler;

/** Whether the deletion of a zone has to wait for something in it. */
enum ZoneUse {
  /** Replicas are decided for it, or something stands there or may. */
  USED,
  /** It is not known yet what stands there, as after a restart. */
  UNKNOWN,
  /** Nothing is. */
  FREE
}
