package cloud.bleu.operator.profile;

/** Why a credential plugin gave no credential, in words that end with what to do. */
final class PluginException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param words without anything that the plugin wrote
   */
  PluginException(String words) {
    super(words);
  }

  /** The words. */
  String words() {
    return String.valueOf(getMessage());
  }
}
