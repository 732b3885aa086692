package cloud.bleu.placement.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What spread counts over and what a loss takes: {@code Zone}, {@code Site}, {@code Region}, {@code
 * Provider}, or {@code failureDomains/<key>} (losses only). Held as text so that a hazard of the
 * customer's own needs no code.
 */
public record Scope(String name) implements Comparable<Scope> {
  public static final Scope ZONE = new Scope("Zone");
  public static final Scope SITE = new Scope("Site");
  public static final Scope REGION = new Scope("Region");
  public static final Scope PROVIDER = new Scope("Provider");

  /** The shared value of zones of which nobody said whether a hazard reaches them. */
  public static final String UNKNOWN = "?";

  private static final String HAZARD = "failureDomains/";

  /**
   * @throws IllegalArgumentException when the name is empty
   */
  public Scope {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a scope has a name");
    }
  }

  /** The scope of a hazard. */
  public static Scope hazard(String key) {
    return new Scope(HAZARD + key);
  }

  /** Whether this is {@code failureDomains/<key>}. */
  public boolean isHazard() {
    return name.startsWith(HAZARD);
  }

  /** The key of a hazard; the name itself otherwise. */
  public String key() {
    return isHazard() ? name.substring(HAZARD.length()) : name;
  }

  /**
   * The domain of a zone: its name, site, region or provider, or its value of a hazard. Null where
   * a hazard does not reach it ({@code None}); {@link #UNKNOWN} where nothing is said of the
   * hazard: such zones are taken to fail together.
   */
  public @Nullable String valueIn(Zone zone) {
    if (isHazard()) {
      String value = zone.failureDomains().getOrDefault(key(), UNKNOWN);
      return value.equals(Zone.NOT_EXPOSED) ? null : value;
    }
    return switch (name) {
      case "Site" -> zone.site();
      case "Region" -> zone.region();
      case "Provider" -> zone.provider();
      default -> zone.name();
    };
  }

  @Override
  public int compareTo(Scope other) {
    return name.compareTo(other.name);
  }

  /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || other instanceof Scope that && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name);
  }
}
