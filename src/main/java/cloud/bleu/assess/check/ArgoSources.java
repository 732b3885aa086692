package cloud.bleu.assess.check;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import java.util.List;
import java.util.regex.Pattern;

/** Sources of applications of Argo CD: charts and repositories of Git are told by a sibling. */
final class ArgoSources implements Check {

  private static final Pattern INSIDE = Pattern.compile("^(\\w+://)?[^/]*\\.svc([.:/].*)?$");

  /** What somebody has yet to fill in, such as {@code {repo}}. */
  private static final Pattern BLANK = Pattern.compile("[{<$].*[}>]|\\$\\w+");

  @Override
  public void look(SeenObject object, Sightings sightings) {
    if (!object.group().equals("argoproj.io")) {
      return;
    }
    for (String at :
        List.of(
            "$object.spec.source",
            "$object.spec.sources.*",
            "$object.spec.template.spec.source",
            "$object.spec.template.spec.sources.*")) {
      for (ObjectField source : object.select(at)) {
        String url = source.node().path("repoURL").asText();
        if (!url.isEmpty() && !BLANK.matcher(url).matches() && !INSIDE.matcher(url).matches()) {
          sightings.add(
              source.node().has("chart") ? "HelmRepoOutside" : "GitOutside",
              source.path() + ".repoURL",
              url);
        }
      }
    }
  }
}
