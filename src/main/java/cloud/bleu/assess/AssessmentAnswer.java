package cloud.bleu.assess;

import cloud.bleu.assess.Assessment.Excepted;
import cloud.bleu.assess.Assessor.Located;
import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.acceptance.Baseline;
import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes findings of what was seen, takes out what does not count, and answers per workload. */
public final class AssessmentAnswer {

  private static final int FINGERPRINT_LENGTH = 16;

  private final Assessor assessor;
  private final List<Finding> counted = new ArrayList<>();
  private final List<Excepted> excepted = new ArrayList<>();
  private final List<Finding> known = new ArrayList<>();

  private AssessmentAnswer(Assessor assessor) {
    this.assessor = assessor;
  }

  /**
   * The assessment of what was read.
   *
   * @param exceptions of which those that have expired count for nothing
   * @param today the day of the assessment
   */
  public static Assessment of(
      Assessor assessor, List<AcceptanceException> exceptions, Baseline baseline, LocalDate today) {
    AssessmentAnswer answer = new AssessmentAnswer(assessor);
    List<AcceptanceException> inForce =
        exceptions.stream().filter(e -> !e.hasExpired(today)).toList();
    for (Finding finding : answer.findings()) {
      AcceptanceException exception =
          inForce.stream().filter(e -> e.covers(finding)).findFirst().orElse(null);
      if (exception != null) {
        answer.excepted.add(new Excepted(finding, exception));
      } else if (baseline.has(finding.fingerprint())) {
        answer.known.add(finding);
      } else {
        answer.counted.add(finding);
      }
    }
    return new Assessment(
        assessor.target(),
        assessor.catalogue().asOf(),
        answer.counted,
        answer.excepted,
        answer.known,
        answer.workloads(),
        assessor.input());
  }

  private List<Finding> findings() {
    List<Located> seen =
        assessor.sightings().stream().sorted(Comparator.comparing(Located::place)).toList();
    Map<String, Integer> same = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (Located one : seen) {
      String code = one.sighting().code();
      String what = code + "\n" + one.place().object() + "\n" + one.sighting().found();
      int number = same.merge(what, 1, Integer::sum);
      Entry entry = assessor.catalogue().entry(code);
      findings.add(
          new Finding(
              code,
              one.place(),
              one.sighting().found(),
              one.sighting().advice(),
              assessor.catalogue().asOf(),
              entry == null ? List.of() : entry.requirements(),
              fingerprint(what + "\n" + number)));
    }
    return findings.stream().sorted().toList();
  }

  /** Of what it is and in what, not of the line: so it stays where lines are added above. */
  private static String fingerprint(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<WorkloadAnswer> workloads() {
    Map<String, List<Finding>> byObject = new HashMap<>();
    counted.forEach(
        f -> byObject.computeIfAbsent(f.place().object(), o -> new ArrayList<>()).add(f));
    Inventory inventory = assessor.inventory();
    List<WorkloadAnswer> answers = new ArrayList<>();
    for (Inventory.Workload workload : inventory.workloads()) {
      Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
      byObject
          .getOrDefault(workload.place().object(), List.of())
          .forEach(f -> counts.merge(f.severity(), 1, Integer::sum));
      List<String> through = new ArrayList<>();
      for (String related : inventory.related(workload)) {
        List<Finding> found = byObject.getOrDefault(related, List.of());
        found.forEach(f -> counts.merge(f.severity(), 1, Integer::sum));
        if (!found.isEmpty()) {
          through.add(related);
        }
      }
      answers.add(
          new WorkloadAnswer(
              workload.place(),
              counts.keySet().stream().sorted().findFirst().orElse(Severity.Fine),
              counts,
              through,
              inventory.notSeen(workload)));
    }
    return answers;
  }
}
