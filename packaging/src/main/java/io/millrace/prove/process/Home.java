package io.millrace.prove.process;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder with the assembled programs: bin, conf, lib. Any thread. */
public record Home(Path folder) {
  private static final String PROPERTY = "millrace.home";
  private static final String OWN_JAR = "millrace-packaging-";

  public Home {
    folder = folder.toAbsolutePath().normalize();
    if (!Files.isRegularFile(folder.resolve("bin/millrace-agent"))) {
      throw new MillraceException(
          ErrorCode.NOT_FOUND, folder + " has no bin/millrace-agent: mvn -q -DskipTests package");
    }
  }

  /** Where this program was started from, or what the build assembled in the working directory. */
  public static Home find() {
    return new Home(Path.of(System.getProperty(PROPERTY, "target/millrace")));
  }

  /** A script in bin. */
  public Path script(String program) {
    return folder.resolve("bin").resolve(program);
  }

  /** A file of the examples, as text. NOT_FOUND when it is not there. */
  public String example(String path) {
    Path file = folder.resolve("examples").resolve(path);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.NOT_FOUND, file + ": " + e, e);
    }
  }

  /**
   * The words of a command that runs the class with the JVM options of conf/{@code jvm}.jvm and
   * Chronicle's openings; its own arguments are to be added.
   */
  public List<String> java(String jvm, Class<?> main) {
    Path conf = folder.resolve("conf");
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + conf.resolve(jvm + ".jvm"),
            "@" + conf.resolve("opens.jvm"),
            "-D" + PROPERTY + "=" + folder,
            "-Dlogback.configurationFile=" + conf.resolve("logback.xml"),
            "-cp",
            ownJar().toString(),
            main.getName()));
  }

  private Path ownJar() {
    try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith(OWN_JAR))
          .findFirst()
          .orElseThrow(
              () -> new MillraceException(ErrorCode.NOT_FOUND, folder + " has no lib/" + OWN_JAR));
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.NOT_FOUND, folder + "/lib: " + e, e);
    }
  }
}
