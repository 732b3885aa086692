package cloud.bleu.translate.finding;

import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.offering.SchemeName;
import cloud.bleu.placement.offering.SchemeVersion;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Schemes and versions of qualifications that look like a slip of the pen. */
public final class QualificationTerms {

  private static final String AS_IN_THE_ENTRY = "write it as in the entry that it is about";

  private QualificationTerms() {}

  /** The schemes of all entries that take nothing away. */
  public static List<SchemeName> granted(List<CloudProviderSpec.Offering> offerings) {
    return offerings.stream()
        .flatMap(offering -> granting(offering.qualifications()).stream())
        .map(CloudProviderSpec.Qualification::scheme)
        .distinct()
        .map(SchemeName::of)
        .toList();
  }

  private static List<CloudProviderSpec.Qualification> granting(
      List<CloudProviderSpec.Qualification> entries) {
    return entries.stream()
        .filter(q -> q.scheme() != null && !Revocation.isState(q.state()))
        .toList();
  }

  /**
   * Reports a scheme that is nearly one that is known, and a suspension or withdrawal of a version
   * that no other entry of its scheme has. The first is an error where it says that something is
   * taken away, and a note else, as a name that is not the one asked for grants nothing. It is an
   * error too where nobody can tell what is taken away, and a note where it is nothing that another
   * entry grants.
   *
   * @param entries those of one offering
   * @param known the schemes of all offerings of the provider
   * @param path of the offering
   */
  public static void check(
      List<CloudProviderSpec.Qualification> entries,
      List<SchemeName> known,
      String path,
      Findings findings) {
    List<CloudProviderSpec.Qualification> granting = granting(entries);
    for (int i = 0; i < entries.size(); i++) {
      CloudProviderSpec.Qualification entry = entries.get(i);
      if (entry.scheme() == null) {
        continue;
      }
      String item = FieldPath.item(path + ".qualifications", i);
      SchemeName scheme = SchemeName.of(entry.scheme());
      List<String> meant = scheme.meant();
      boolean revokes = Revocation.isState(entry.state());
      SchemeVersion stated = version(entry);
      if (stated.isContradictory()) {
        findings.note(
            item + ".version",
            "is "
                + ShownText.quote(stated.versions().get(0))
                + " and the scheme says "
                + ShownText.quote(stated.versions().get(1))
                + (revokes ? ", so this one counts for both" : ", so this one grants neither"),
            "write the scheme without a version, and the one that is meant under version");
      }
      if (!meant.isEmpty() && !meant.equals(List.of(entry.scheme()))) {
        scheme(entry.scheme(), meant, revokes, item + ".scheme", findings);
      }
      if (revokes && !known.isEmpty()) {
        List<CloudProviderSpec.Qualification> concerned =
            granting.stream().filter(q -> scheme.isOneWith(SchemeName.of(q.scheme()))).toList();
        List<String> near = known.contains(scheme) ? List.of() : near(scheme, granting);
        if (!near.isEmpty()) {
          unclear(entry, near, item + ".scheme", findings);
        } else if (concerned.isEmpty()) {
          ofNone(entry, granting, item + ".scheme", findings);
        }
        if (!concerned.isEmpty()) {
          decision(entry, scheme, concerned, item, findings);
        }
      }
    }
  }

  /** Reports where a suspension or withdrawal may take away another thing than its author meant. */
  private static void decision(
      CloudProviderSpec.Qualification entry,
      SchemeName scheme,
      List<CloudProviderSpec.Qualification> concerned,
      String item,
      Findings findings) {
    List<String> schemes = scheme.meant().isEmpty() ? List.of(entry.scheme()) : scheme.meant();
    String noOther = noOther(schemes);
    SchemeVersion decided = version(entry);
    List<SchemeVersion> granted = concerned.stream().map(QualificationTerms::version).toList();
    for (String version : decided.versions()) {
      List<String> ofAnyVersion =
          schemes.stream()
              .filter(
                  one ->
                      granted.stream()
                          .map(SchemeVersion::name)
                          .filter(SchemeName.of(one)::isOneWith)
                          .anyMatch(name -> decided.isOfAnyVersion(version, name, granted)))
              .toList();
      if (!ofAnyVersion.isEmpty()) {
        findings.note(
            item + (version.equals(entry.version()) ? ".version" : ".scheme"),
            noOther(ofAnyVersion)
                + "is of version "
                + ShownText.quote(version)
                + ", so this one counts for all of them",
            "correct the version; if it is about an older one, set validUntil or keep the entry of"
                + " that one");
      }
    }
    boolean layer = has(entry, concerned, CloudProviderSpec.Qualification::layers);
    boolean activity = has(entry, concerned, CloudProviderSpec.Qualification::activities);
    if (!layer) {
      findings.note(
          item + ".layers",
          noOther + "has layer " + quoted(entry.layers()) + ", so nothing is taken away",
          AS_IN_THE_ENTRY);
    }
    if (!activity) {
      activities(entry, concerned, item + ".activities", noOther, findings);
    }
    List<CloudProviderSpec.Qualification> ofVersion =
        concerned.stream()
            .filter(q -> decided.isAbout(version(q), granted))
            .filter(q -> Revocation.mayShare(entry.layers(), q.layers()))
            .toList();
    if (layer && activity && !has(entry, ofVersion, CloudProviderSpec.Qualification::activities)) {
      findings.note(
          item,
          noOther + "has its version, layers and activities together, so nothing is taken away",
          AS_IN_THE_ENTRY);
    }
  }

  private static SchemeVersion version(CloudProviderSpec.Qualification entry) {
    return SchemeVersion.of(entry.scheme(), entry.version());
  }

  private static String noOther(List<String> schemes) {
    return "no other entry of " + joined(schemes) + " in this offering ";
  }

  private static void activities(
      CloudProviderSpec.Qualification entry,
      List<CloudProviderSpec.Qualification> concerned,
      String path,
      String noOther,
      Findings findings) {
    String has = noOther + "has activity " + quoted(entry.activities());
    if (concerned.stream().anyMatch(q -> Revocation.isSlip(entry.activities(), q.activities()))) {
      findings.report(
          path,
          has + ", so nobody knows what is " + state(entry),
          concerned.stream()
              .flatMap(q -> q.activities().stream())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", ")),
          AS_IN_THE_ENTRY);
    } else {
      findings.note(path, has + ", so nothing is taken away", AS_IN_THE_ENTRY);
    }
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(ShownText::quote).collect(Collectors.joining(", "));
  }

  private static String state(CloudProviderSpec.Qualification entry) {
    return entry.state().toLowerCase(Locale.ROOT);
  }

  private static String joined(List<String> schemes) {
    return String.join(" and ", schemes);
  }

  private static void scheme(
      String written, List<String> meant, boolean revokes, String path, Findings findings) {
    if (revokes) {
      findings.report(
          path,
          ShownText.quote(written) + " is not the name of a scheme and counts as " + joined(meant),
          joined(meant),
          meant.size() == 1
              ? "write " + joined(meant) + ", and the version under version"
              : "write an entry for each of them");
    } else {
      findings.note(
          path,
          ShownText.quote(written) + " is not " + joined(meant) + ", and grants nothing of it",
          "write " + joined(meant) + " if that is meant, and the version under version");
    }
  }

  private static List<String> near(
      SchemeName scheme, List<CloudProviderSpec.Qualification> granting) {
    return schemes(granting).stream()
        .filter(granted -> scheme.mayMean(SchemeName.of(granted)))
        .toList();
  }

  private static List<String> schemes(List<CloudProviderSpec.Qualification> entries) {
    return entries.stream()
        .map(CloudProviderSpec.Qualification::scheme)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Reports a decision in whose scheme there may be a slip.
   *
   * @param near the schemes of those that it may be about
   */
  private static void unclear(
      CloudProviderSpec.Qualification revoking, List<String> near, String path, Findings findings) {
    findings.report(
        path,
        ShownText.quote(revoking.scheme())
            + " looks like "
            + joined(near)
            + ", so nobody knows whether that is "
            + state(revoking),
        String.join(", ", near),
        "write the scheme as in the entry that it is about; if it is a scheme of its own, keep its"
            + " earlier entry with validUntil");
  }

  /** Notes a decision whose scheme no other entry of the offering has. */
  private static void ofNone(
      CloudProviderSpec.Qualification revoking,
      List<CloudProviderSpec.Qualification> granting,
      String path,
      Findings findings) {
    findings.note(
        path,
        ShownText.quote(revoking.scheme())
            + " is the scheme of no other entry in this offering"
            + (granting.isEmpty() ? "" : " (" + String.join(", ", schemes(granting)) + ")")
            + ", so nothing is taken away from another one",
        "if it is about another entry, write the scheme as there, in the same offering");
  }

  private static boolean has(
      CloudProviderSpec.Qualification revoking,
      List<CloudProviderSpec.Qualification> concerned,
      Function<CloudProviderSpec.Qualification, List<String>> scope) {
    List<String> written = scope.apply(revoking);
    return concerned.stream().anyMatch(q -> Revocation.mayShare(written, scope.apply(q)));
  }
}
