package cloud.bleu.status;

import cloud.bleu.placement.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;

/** Amounts as Kubernetes writes quantities. */
final class AmountText {

  private static final String[] BINARY = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  private AmountText() {}

  /** By resource, in the order of names. */
  static Map<String, String> of(Quantities quantities) {
    Map<String, String> texts = new LinkedHashMap<>();
    quantities.amounts().forEach((resource, amount) -> texts.put(resource, text(resource, amount)));
    return texts;
  }

  private static String text(String resource, long amount) {
    return switch (resource) {
      case "cpu" -> amount % 1000 == 0 ? Long.toString(amount / 1000) : amount + "m";
      case "memory", "ephemeral-storage" -> bytes(amount);
      default -> Long.toString(amount);
    };
  }

  /** In the largest binary unit that leaves no rest. */
  private static String bytes(long amount) {
    String unit = "";
    long rest = amount;
    for (String next : BINARY) {
      if (rest == 0 || rest % 1024 != 0) {
        break;
      }
      rest /= 1024;
      unit = next;
    }
    return rest + unit;
  }
}
