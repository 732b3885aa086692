package cloud.bleu.assess.model;

/**
 * Where workloads are to go.
 *
 * @param name as it is typed
 * @param data the column of the data that speaks of it: {@code bleu}, {@code s3ns}, or {@code any}
 *     where there is none
 */
public record MigrationTarget(String name, String data) {

  /** What is said of targets of which nothing is known. */
  public static final String ANY = "any";

  public static final MigrationTarget BLEU = new MigrationTarget("bleu", "bleu");
  public static final MigrationTarget S3NS = new MigrationTarget("s3ns", "s3ns");

  /** The target of that name; one without data of its own is a provider of the reader's. */
  public static MigrationTarget of(String name) {
    return switch (name) {
      case "bleu" -> BLEU;
      case "s3ns" -> S3NS;
      default -> new MigrationTarget(name, ANY);
    };
  }

  /** Whether the data has a column of it. */
  public boolean isKnown() {
    return !data.equals(ANY);
  }
}
