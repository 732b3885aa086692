package cloud.bleu.operator.reconciler;

/** Whether anything is in a zone that its deletion has to wait for. */
enum ZoneUse {
  /** Replicas are decided for it, or something stands there or may. */
  USED,
  /** It is not known yet what stands there, as after a restart. */
  UNKNOWN,
  /** Nothing is. */
  FREE
}
