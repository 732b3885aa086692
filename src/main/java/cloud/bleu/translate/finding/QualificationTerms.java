package cloud.bleu.translate.finding;

import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.offering.SchemeName;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Schemes and versions of qualifications that look like a slip of the pen. */
public final class QualificationTerms {

  private QualificationTerms() {}

  /**
   * Reports a scheme that is nearly one that is known, and a suspension or withdrawal of a version
   * that no other entry of its scheme has. The first is an error where it says that something is
   * taken away, and a note else, as a name that is not the one asked for grants nothing. It is an
   * error too where nobody can tell what is taken away.
   *
   * @param entries those of one offering
   * @param path of the offering
   */
  public static void check(
      List<CloudProviderSpec.Qualification> entries, String path, Findings findings) {
    List<CloudProviderSpec.Qualification> granting =
        entries.stream().filter(q -> q.scheme() != null && !Revocation.isState(q.state())).toList();
    for (int i = 0; i < entries.size(); i++) {
      CloudProviderSpec.Qualification entry = entries.get(i);
      if (entry.scheme() == null) {
        continue;
      }
      String item = FieldPath.item(path + ".qualifications", i);
      List<String> meant = SchemeName.meant(entry.scheme());
      boolean revokes = Revocation.isState(entry.state());
      if (!meant.isEmpty() && !meant.equals(List.of(entry.scheme()))) {
        scheme(entry.scheme(), meant, revokes, item + ".scheme", findings);
      }
      if (revokes) {
        decision(entry, granting, item, findings);
      }
    }
  }

  /** Reports where a suspension or withdrawal may take away another thing than its author meant. */
  private static void decision(
      CloudProviderSpec.Qualification entry,
      List<CloudProviderSpec.Qualification> granting,
      String item,
      Findings findings) {
    unclear(entry, granting, item + ".scheme", findings);
    List<String> meant = SchemeName.meant(entry.scheme());
    String noOther =
        "no other entry of "
            + (meant.isEmpty() ? entry.scheme() : joined(meant))
            + " in this offering ";
    List<CloudProviderSpec.Qualification> concerned =
        granting.stream().filter(q -> SchemeName.mayBeOne(q.scheme(), entry.scheme())).toList();
    if (entry.version() != null && isOfNone(entry, concerned)) {
      findings.note(
          item + ".version",
          noOther
              + "is of version "
              + Problem.quote(entry.version())
              + ", so this one counts for all of them",
          "correct the version; if it is about an older one, set validUntil or keep the entry of"
              + " that one");
    }
    takesNothing(
        entry,
        concerned,
        CloudProviderSpec.Qualification::layers,
        "layer",
        item + ".layers",
        noOther,
        findings);
    takesNothing(
        entry,
        concerned,
        CloudProviderSpec.Qualification::activities,
        "activity",
        item + ".activities",
        noOther,
        findings);
  }

  private static String joined(List<String> schemes) {
    return String.join(" and ", schemes);
  }

  private static void scheme(
      String written, List<String> meant, boolean revokes, String path, Findings findings) {
    if (revokes) {
      findings.report(
          path,
          Problem.quote(written) + " is not the name of a scheme and counts as " + joined(meant),
          joined(meant),
          meant.size() == 1
              ? "write " + joined(meant) + ", and the version under version"
              : "write an entry for each of them");
    } else {
      findings.note(
          path,
          Problem.quote(written) + " is not " + joined(meant) + ", and grants nothing of it",
          "write " + joined(meant) + " if that is meant, and the version under version");
    }
  }

  private static void unclear(
      CloudProviderSpec.Qualification revoking,
      List<CloudProviderSpec.Qualification> granting,
      String path,
      Findings findings) {
    List<String> granted =
        granting.stream().map(CloudProviderSpec.Qualification::scheme).distinct().sorted().toList();
    if (SchemeName.isUnclear(revoking.scheme(), granted)) {
      findings.report(
          path,
          Problem.quote(revoking.scheme())
              + " is no scheme that is known, nor that of another entry of this offering, so nobody"
              + " knows what is "
              + revoking.state().toLowerCase(Locale.ROOT),
          String.join(", ", granted),
          "write the scheme as in the entry that it is about; if it is about none of them, remove it,"
              + " as what is not listed is not granted");
    }
  }

  private static boolean isOfNone(
      CloudProviderSpec.Qualification revoking, List<CloudProviderSpec.Qualification> concerned) {
    return !concerned.isEmpty()
        && concerned.stream()
            .noneMatch(
                q ->
                    q.version() != null
                        && SchemeName.isOneVersion(revoking.version(), q.version()));
  }

  private static void takesNothing(
      CloudProviderSpec.Qualification revoking,
      List<CloudProviderSpec.Qualification> concerned,
      Function<CloudProviderSpec.Qualification, List<String>> scope,
      String kind,
      String path,
      String noOther,
      Findings findings) {
    List<String> written = scope.apply(revoking);
    if (!concerned.isEmpty()
        && concerned.stream().noneMatch(q -> Revocation.mayShare(written, scope.apply(q)))) {
      findings.note(
          path,
          noOther
              + "has "
              + kind
              + " "
              + written.stream().map(Problem::quote).collect(Collectors.joining(", "))
              + ", so nothing is taken away",
          "write it as in the entry that it is about");
    }
  }
}
