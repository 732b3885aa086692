package cloud.bleu.layers;

import java.util.Set;

/**
 * The layers of proof. A tag on a test, or on its class, says which one it belongs to; without one
 * it needs nothing but the JVM.
 */
enum Layer {
  ENGINE("A engine", ""),
  WIRING("B wiring", "wiring"),
  PLANE("C plane", "plane"),
  PEOPLE("D people", "people"),
  CAMPAIGNS("E campaigns", "campaign");

  private final String title;
  private final String tag;

  Layer(String title, String tag) {
    this.title = title;
    this.tag = tag;
  }

  /** As the summary prints it. */
  String title() {
    return title;
  }

  /**
   * The last layer that one of these tags names: a test of what people type runs on the plane as
   * well.
   */
  static Layer of(Set<String> tags) {
    Layer layer = ENGINE;
    for (Layer candidate : values()) {
      if (tags.contains(candidate.tag)) {
        layer = candidate;
      }
    }
    return layer;
  }
}
