package cloud.bleu.cli.option;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Properties of this program, each of which stands for a variable that the client reads. */
final class SetProperties {

  private SetProperties() {}

  /** What comes of it while these are set. */
  static <T> T during(Map<String, String> properties, Supplier<T> step) {
    Map<String, String> before = new HashMap<>();
    properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return step.get();
    } finally {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }
}
