package cloud.bleu.affinity;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One requirement on a label or a field of a node.
 *
 * @param operator of Kubernetes: In, NotIn, Exists, DoesNotExist, Gt or Lt
 * @param field whether the key is a field of the Node, of which Kubernetes knows {@code
 *     metadata.name}
 */
record NodeRequirement(String key, String operator, List<String> values, boolean field) {

  /** Values that a message lists before it says that there are more. */
  private static final int LISTED = 5;

  NodeRequirement {
    values = List.copyOf(values);
  }

  /** What is asked for that no node of a zone can meet; null when one may. */
  @Nullable String contradiction(ZoneLabels zone) {
    SortedSet<String> known = field ? zone.nodes() : zone.of(key);
    if (known == null || known.isEmpty() || known.stream().anyMatch(this::takes)) {
      return null;
    }
    return asked() + ", which no node of the zone " + (operator.equals("In") ? "has" : "meets");
  }

  /**
   * Whether it asks where a node is: the zone or region in any way but that there is one, one node
   * by its name. That a node is not a certain one leaves every zone open.
   */
  boolean asksForPlace() {
    if (field || key.equals(ZoneLabels.HOSTNAME)) {
      return operator.equals("In");
    }
    return ZoneLabels.OF_THE_PLACE.contains(key) && !operator.equals("Exists");
  }

  /** Whether a node with this value meets the requirement; an unknown operator asks for nothing. */
  private boolean takes(String value) {
    return switch (operator) {
      case "In" -> values.contains(value);
      case "NotIn" -> !values.contains(value);
      case "DoesNotExist" -> false;
      case "Gt" -> compared(value) > 0;
      case "Lt" -> compared(value) < 0;
      default -> true;
    };
  }

  /** As the scheduler compares: where one of both is no whole number, neither Gt nor Lt holds. */
  private int compared(String value) {
    BigInteger node = whole(value);
    BigInteger bound = values.size() == 1 ? whole(values.get(0)) : null;
    return node == null || bound == null ? 0 : node.compareTo(bound);
  }

  private static @Nullable BigInteger whole(String text) {
    return text.matches("[-+]?[0-9]{1,19}") ? new BigInteger(text) : null;
  }

  private String asked() {
    return switch (operator) {
      case "In" -> values.size() == 1 ? key + "=" + values.get(0) : key + " in " + listed();
      case "NotIn" -> values.size() == 1 ? key + "!=" + values.get(0) : key + " not in " + listed();
      case "DoesNotExist" -> "no label " + key;
      case "Gt" -> key + " > " + listed();
      default -> key + " < " + listed();
    };
  }

  private String listed() {
    String some = String.join(", ", values.subList(0, Math.min(LISTED, values.size())));
    return values.size() == 1
        ? some
        : "(" + some + (values.size() > LISTED ? " and others" : "") + ")";
  }
}
