package cloud.bleu.apiserver;

/** Status codes of HTTP that the JDK does not name. */
public final class StatusCodes {

  /** The server asks to come again later. */
  public static final int TOO_MANY_REQUESTS = 429;

  private StatusCodes() {}
}
