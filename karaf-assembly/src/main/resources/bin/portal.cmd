@setlocal & set "SHUYUAN_CALLED=%~0" & set "J=java" & (if exist "%JAVA_HOME%\bin\java.exe" set "J=%JAVA_HOME%\bin\java") & (if exist "%~dp0..\jdk\bin\java.exe" set "J=%~dp0..\jdk\bin\java")
@"%J%" -XX:TieredStopAtLevel=1 -Xmx64m -cp "%~dp0..\lib\shuyuan-launcher.jar" org.shuyuan.launcher.Portal %*
