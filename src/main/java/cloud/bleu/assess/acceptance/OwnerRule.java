package cloud.bleu.assess.acceptance;

import cloud.bleu.assess.model.Glob;

/**
 * Who owns objects, as somebody states it.
 *
 * @param object {@code Kind namespace/name} with {@code *} for any text
 */
public record OwnerRule(String object, String owner) {

  /** Whether it is about an object, as the assessment shows it. */
  public boolean covers(String shown) {
    return Glob.matches(object, shown);
  }
}
