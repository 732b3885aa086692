package cloud.bleu.standing;

import cloud.bleu.credential.Credentials;
import cloud.bleu.credential.ShownText;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.translate.finding.Problem;
import java.util.List;

/** Objects of a cluster that cannot be used as written, as reports and pages show them. */
public final class LeftOutObjects {
  private LeftOutObjects() {}

  /** One for each problem that leaves an object out, in their order, without credentials. */
  public static List<LeftOutObject> of(List<Problem> problems) {
    return problems.stream()
        .filter(Problem::blocking)
        .map(
            p ->
                new LeftOutObject(
                    p.object().kind(),
                    p.object().namespace(),
                    p.object().name(),
                    p.path(),
                    Credentials.hidden(ShownText.visible(p.text()))))
        .toList();
  }
}
