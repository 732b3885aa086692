package cloud.bleu.placement.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that an answer rests on: a group of facts that an object states, with who says so, or
 * that nobody states.
 *
 * @param owner name of the zone or provider that it is about
 * @param title the same as people know it: {@code s3ns (S3NS)}
 * @param offering that it is about; empty if it is about none
 * @param name that tells it from others of its kind: of a supplier, of a scheme; may be empty
 * @param detail what is stated, where that belongs to its name: {@code 3.2 Qualified}; may be empty
 * @param value what is stated, where that is short; else empty
 * @param stated false: nobody states it
 * @param provenance who says so; null where nobody states it, and of what the API has no provenance
 *     for
 */
public record StatedFact(
    Kind kind,
    String owner,
    String title,
    String offering,
    String name,
    String detail,
    String value,
    boolean stated,
    @Nullable Provenance provenance,
    Window window) {

  /** The longest value that counts as short, in characters. */
  private static final int SHORT = 120;

  public StatedFact {
    value = value.length() > SHORT ? "" : value;
  }

  /** For people: sorted by what it is, then by who says so. */
  public static final Comparator<StatedFact> ORDER =
      Comparator.comparing(StatedFact::text)
          .thenComparing(StatedFact::dated)
          .thenComparing(StatedFact::source)
          .thenComparing(StatedFact::value)
          .thenComparing(StatedFact::toString);

  /** What is stated, with the field that a rule declares when it reads it. */
  public enum Kind {
    Site("AvailabilityZone.spec.site"),
    Location("AvailabilityZone.spec.location"),
    /** Stated only where they are known from elsewhere than the country. */
    Coordinates("AvailabilityZone.spec.location.coordinates"),
    FailureDomains("AvailabilityZone.spec.failureDomains"),
    Homologation("AvailabilityZone.spec.homologations"),
    Storage("AvailabilityZone.spec.storage"),
    Egress("AvailabilityZone.spec.egress"),
    Registries("AvailabilityZone.spec.registries"),
    Maintenance("AvailabilityZone.spec.maintenance"),
    Provider("CloudProvider"),
    LegalEntity("CloudProvider.spec.legalEntity"),
    Ownership("CloudProvider.spec.ownership"),
    Operations("CloudProvider.spec.operations"),
    Supplier("CloudProvider.spec.suppliers"),
    Offering("CloudProvider.spec.offerings"),
    Layers("CloudProvider.spec.offerings[].layers"),
    Services("CloudProvider.spec.offerings[].services"),
    Agreement("CloudProvider.spec.offerings[].agreement"),
    Qualification("CloudProvider.spec.offerings[].qualifications"),
    /** A field that an expression reads and that belongs to no group. */
    Field("");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** As in the declarations of rules; empty where no rule declares it. */
    public String field() {
      return field;
    }

    /** Whether it is about one offering of a provider. */
    public boolean ofOffering() {
      return field.startsWith(Offering.field);
    }

    /** Whether a zone states it. */
    public boolean ofZone() {
      return field.startsWith("AvailabilityZone.");
    }
  }

  /**
   * When it holds, in days of Europe/Paris, both inclusive; each null when not known.
   *
   * @param announced the day on which it was announced
   */
  public record Window(
      @Nullable LocalDate announced, @Nullable LocalDate from, @Nullable LocalDate until) {
    /** The window of a fact without one, or without a known one. */
    public static final Window NONE = new Window(null, null, null);

    private String text() {
      List<String> parts = new ArrayList<>();
      if (announced != null) {
        parts.add("announced " + announced);
      }
      if (from != null || until != null) {
        parts.add(
            (from == null ? "" : "from " + from)
                + (from == null || until == null ? "" : " ")
                + (until == null ? "" : "until " + until));
      }
      return parts.isEmpty() ? "" : ", " + String.join(", ", parts) + ",";
    }
  }

  /** What it is, in English: {@code ownership of s3ns (S3NS)}. */
  public String text() {
    String named = name.isEmpty() ? "" : name + " ";
    String what =
        switch (kind) {
          case Site, Storage, Egress, Registries, Location, Coordinates ->
              words() + " of zone " + owner;
          case FailureDomains -> "failureDomains of zone " + owner;
          case Maintenance -> "announced operations of zone " + owner;
          case Homologation ->
              ("homologation " + name).strip() + window.text() + " of zone " + owner;
          case Provider -> "provider " + title;
          case LegalEntity -> "legal entity " + named + "of " + title;
          case Ownership, Operations -> words() + " of " + title;
          case Supplier ->
              name.isEmpty() ? "suppliers of " + title : "supplier " + named + "of " + title;
          case Offering -> "offering " + offering + " of " + title;
          case Layers, Services -> words() + " of offering " + offering + " of " + title;
          case Agreement -> "agreement " + named + "for offering " + offering + " of " + title;
          case Qualification ->
              named + detail + window.text() + " for offering " + offering + " of " + title;
          case Field -> named + "of " + title;
        };
    return stated ? what : what + " (not stated)";
  }

  /** The last part of the field, where that is a word of the language. */
  private String words() {
    return kind.field.substring(kind.field.lastIndexOf('.') + 1);
  }

  /** Whether it is about a zone. */
  public boolean ofZone() {
    return kind.ofZone();
  }

  /** Who says so; {@link Provenance#NONE} where nobody does. */
  public Provenance provenanceOrNone() {
    return provenance == null ? Provenance.NONE : provenance;
  }

  /** As {@link Basis} has it; empty without a provenance. */
  public String basis() {
    return provenance == null ? "" : provenance.basis().name();
  }

  /** Who says so; may be empty. */
  public String source() {
    return provenance == null ? "" : provenance.source();
  }

  /** The day on which it was true, null where nobody wrote it. */
  public @Nullable LocalDate asOf() {
    return provenance == null ? null : provenance.asOf();
  }

  /** Of the document that says so, null where there is none. */
  public @Nullable String documentSHA256() {
    return provenance == null ? null : provenance.documentSHA256();
  }

  /** {@code Press of 2026-09-09}: the basis with its day; empty without a provenance. */
  public String dated() {
    LocalDate day = asOf();
    return provenance == null ? "" : basis() + (day == null ? ", undated" : " of " + day);
  }

  /** A copy without what its author wrote freely, and without persons. */
  public StatedFact redacted() {
    boolean free = kind == Kind.Agreement || kind == Kind.Homologation || kind == Kind.LegalEntity;
    return new StatedFact(
        kind,
        owner,
        title,
        offering,
        free ? "" : name,
        detail,
        "",
        stated,
        provenance == null
            ? null
            : new Provenance(
                provenance.basis(), "", provenance.asOf(), null, provenance.documentSHA256()),
        window);
  }
}
