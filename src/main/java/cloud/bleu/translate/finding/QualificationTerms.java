package cloud.bleu.translate.finding;

import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.offering.SchemeName;
import java.util.List;
import java.util.Optional;

/** Schemes and versions of qualifications that look like a slip of the pen. */
public final class QualificationTerms {

  private QualificationTerms() {}

  /**
   * Reports a scheme that is nearly one that is known, and a suspension or withdrawal of a version
   * that no other entry of its scheme has. The first is an error where it says that something is
   * taken away, and a note else, as a name that is not the one asked for grants nothing.
   *
   * @param entries those of one offering
   * @param path of the offering
   */
  public static void check(
      List<CloudProviderSpec.Qualification> entries, String path, Findings findings) {
    for (int i = 0; i < entries.size(); i++) {
      CloudProviderSpec.Qualification entry = entries.get(i);
      if (entry.scheme() == null) {
        continue;
      }
      String item = FieldPath.item(path + ".qualifications", i);
      String meant = SchemeName.meant(entry.scheme()).orElse(entry.scheme());
      boolean revokes = Revocation.isState(entry.state());
      if (!meant.equals(entry.scheme())) {
        scheme(entry.scheme(), meant, revokes, item + ".scheme", findings);
      }
      if (revokes && entry.version() != null && isOfNone(entry, meant, entries)) {
        findings.note(
            item + ".version",
            "no other entry of "
                + meant
                + " in this offering is of version "
                + Problem.quote(entry.version())
                + ", so this one counts for all of them",
            "correct the version; if it is about an older one, set validUntil or keep the entry of"
                + " that one");
      }
    }
  }

  private static void scheme(
      String written, String meant, boolean revokes, String path, Findings findings) {
    if (revokes) {
      findings.report(
          path,
          Problem.quote(written) + " is not the name of a scheme and counts as " + meant,
          meant,
          "write " + meant + ", and the version under version");
    } else {
      findings.note(
          path,
          Problem.quote(written) + " is not " + meant + ", and grants nothing of it",
          "write " + meant + " if that is meant, and the version under version");
    }
  }

  private static boolean isOfNone(
      CloudProviderSpec.Qualification revoking,
      String scheme,
      List<CloudProviderSpec.Qualification> entries) {
    List<CloudProviderSpec.Qualification> others =
        entries.stream()
            .filter(q -> q.scheme() != null && !Revocation.isState(q.state()))
            .filter(q -> SchemeName.meant(q.scheme()).equals(Optional.of(scheme)))
            .toList();
    return !others.isEmpty()
        && others.stream()
            .noneMatch(
                q ->
                    q.version() != null
                        && SchemeName.isOneVersion(revoking.version(), q.version()));
  }
}
