package cloud.bleu.placement;

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

  private static final String HAZARD = "failureDomains/";

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

  @Override
  public int compareTo(Scope other) {
    return name.compareTo(other.name);
  }
}
