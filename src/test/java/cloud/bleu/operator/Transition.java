package cloud.bleu.operator;

/**
 * An edit and its undoing.
 *
 * @param id replays it
 * @param about the workload that it is about; empty: it is about none
 * @param moves whether pods of others may have to go as well
 * @param edit may be refused by the API server, which is an answer as well
 */
record Transition(String id, String about, boolean moves, Runnable edit, Runnable undo) {

  /** An edit under which everything that runs runs on. */
  static Transition still(String id, Runnable edit, Runnable undo) {
    return new Transition(id, "", false, edit, undo);
  }

  /** An edit that moves or ends what runs. */
  static Transition moving(String id, Runnable edit, Runnable undo) {
    return new Transition(id, "", true, edit, undo);
  }
}
