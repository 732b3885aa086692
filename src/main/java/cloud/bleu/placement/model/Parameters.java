package cloud.bleu.placement.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parameters of a rule as written in a policy, already checked against the rule's declaration:
 * strings, booleans, numbers as text, lists of strings.
 */
public record Parameters(SortedMap<String, Object> values) {

  public static final Parameters NONE = new Parameters(new TreeMap<>());

  public Parameters {
    TreeMap<String, Object> own = new TreeMap<>(values);
    own.replaceAll((name, value) -> value instanceof List<?> list ? texts(list) : value);
    values = Collections.unmodifiableSortedMap(own);
  }

  /**
   * @param values by name of the parameter, already checked; copied
   */
  public static Parameters of(Map<String, ?> values) {
    return new Parameters(new TreeMap<>(values));
  }

  /** A text, or the default when not given. */
  public String text(String name, String otherwise) {
    return values.get(name) instanceof String s ? s : otherwise;
  }

  /** A list of texts, or the default when not given. */
  @SuppressWarnings("unchecked") // Every list here is one of texts since it was taken in.
  public List<String> texts(String name, List<String> otherwise) {
    return values.get(name) instanceof List<?> list ? (List<String>) list : otherwise;
  }

  private static List<String> texts(List<?> list) {
    return list.stream().map(String::valueOf).toList();
  }

  /** A yes or no, or the default when not given. */
  public boolean flag(String name, boolean otherwise) {
    return values.get(name) instanceof Boolean b ? b : otherwise;
  }

  /** An exact decimal, or the default when not given or not a number. */
  public BigDecimal decimal(String name, BigDecimal otherwise) {
    Object v = values.get(name);
    try {
      return v == null ? otherwise : new BigDecimal(String.valueOf(v));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
