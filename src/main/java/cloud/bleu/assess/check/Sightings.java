package cloud.bleu.assess.check;

import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.Advice;
import cloud.bleu.assess.model.MigrationTarget;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was seen in one object, each thing once. */
public final class Sightings {

  /** What stands before the host of an address may be a password. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]*@");

  private final FindingCatalogue catalogue;
  private final MigrationTarget target;
  private final Set<Sighting> seen = new LinkedHashSet<>();

  /**
   * One thing that was seen.
   *
   * @param path within the object
   */
  public record Sighting(String code, String path, String found, Advice advice) {}

  /**
   * Empty, for one object.
   *
   * @param target what the advice of the catalogue is about
   */
  public Sightings(FindingCatalogue catalogue, MigrationTarget target) {
    this.catalogue = catalogue;
    this.target = target;
  }

  MigrationTarget target() {
    return target;
  }

  /** What the catalogue says of something found; null where nothing is said for the target. */
  @Nullable Advice advice(String code, String found) {
    Entry entry = Objects.requireNonNull(catalogue.entry(code), code);
    return entry.advice(target, found);
  }

  /** Adds something of which the catalogue says all. */
  public void add(String code, String path, String found) {
    add(code, path, found, advice(code, found));
  }

  /** Adds something; null: nothing is said of it for the target. */
  void add(String code, String path, String found, @Nullable Advice advice) {
    if (advice != null) {
      seen.add(new Sighting(code, path, USER.matcher(found).replaceAll(""), advice));
    }
  }

  /** In the order in which the checks saw them; a copy. */
  public List<Sighting> all() {
    return List.copyOf(seen);
  }
}
