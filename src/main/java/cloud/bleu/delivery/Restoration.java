package cloud.bleu.delivery;

/**
 * How far a Deployment that served as template is on its way back.
 *
 * @param step that was taken, or is waited for
 * @param given replicas that it was given, or fewer where somebody has scaled it down since; of one
 *     that is left at 0, as many as the workload asks for
 * @param available of its replicas
 */
public record Restoration(Step step, int given, int available) {

  static final Restoration NOTHING = new Restoration(Step.NOTHING, 0, 0);
  static final Restoration AGAIN = new Restoration(Step.AGAIN, 0, 0);

  /** The steps, in their order. */
  public enum Step {
    /** A write met a newer version. */
    AGAIN,
    /** The replicas were written just now. */
    GIVEN,
    /** They were written before, and are to become available. */
    AWAITED,
    /** It stands at 0, and nothing says whether it ran: a person has to know. */
    LEFT,
    /** There is nothing to give back, or nothing to wait for any more. */
    NOTHING
  }

  /** What a person is told of one that is left at 0. */
  public static String left(String deployment, int replicas) {
    return "Deployment "
        + deployment
        + " stays at 0 replicas, for nothing records whether it ran before the take-over: to start"
        + " it, use kubectl scale deployment "
        + deployment
        + " --replicas="
        + replicas;
  }

  /** Whether as many are available as it was given. */
  public boolean serves() {
    return step == Step.NOTHING || (step == Step.AWAITED && available >= given);
  }
}
