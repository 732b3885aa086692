package cloud.bleu.layers;

/**
 * How far campaigns go. In {@code hack/test} each is bounded: it meets every kind of fault, edit or
 * state once, in minutes. {@code hack/test --long} sets {@code bleu.long}, and each goes as far as
 * it can, which takes hours.
 */
public final class Campaign {

  private static final String LONG = "bleu.long";
  private static final int TIMES = 20;

  private Campaign() {}

  /** Whether the long campaigns were asked for. */
  public static boolean isLong() {
    return Boolean.getBoolean(LONG);
  }

  /**
   * How many seeds or samples a campaign takes.
   *
   * @param property what says so for this campaign alone
   * @param bounded how many in a bounded run; a long one takes twenty times as many
   */
  public static int size(String property, int bounded) {
    return Integer.getInteger(property, isLong() ? TIMES * bounded : bounded);
  }

  /**
   * What of a campaign is run.
   *
   * @param property what says so for this campaign alone
   * @param bounded in a bounded run
   * @param longer in a long one
   */
  public static String plan(String property, String bounded, String longer) {
    return System.getProperty(property, isLong() ? longer : bounded);
  }
}
